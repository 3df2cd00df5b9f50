"""Linking an outside identity to an account, and undoing it. Nothing else writes that table."""

from django.db import IntegrityError, transaction

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Conflict, Invalid, NotFound
from huoshui.signin.models import ExternalIdentity


@action
def link_identity(actor: Actor, *, provider_id: str, subject: str, by_name: bool = False) -> int:
    """`subject` as the provider has just proved it. Raises Conflict when it belongs to another account."""
    require(actor, "signin.link_identity")
    if not provider_id or not subject:
        raise Invalid("没有可关联的身份")
    try:
        with transaction.atomic():
            row, _ = ExternalIdentity.objects.get_or_create(
                provider=provider_id, subject=subject, defaults={"user_id": actor.user_id}
            )
    except IntegrityError as fault:
        raise Conflict("这个身份刚刚被关联，请重新登录") from fault
    if row.user_id != actor.user_id:
        raise Conflict("这个身份已关联另一个账号，请先在那个账号中解除")
    note(actor, "signin.link_identity", f"user:{actor.user_id}", provider=provider_id, by_name=by_name)
    return row.pk


@action
def unlink_identity(actor: Actor, *, identity_id: int) -> None:
    require(actor, "signin.unlink_identity")
    row = ExternalIdentity.objects.filter(pk=identity_id, user_id=actor.user_id).first()
    if row is None:
        raise NotFound("没有这项关联", identity_id=identity_id)
    row.delete()
    note(actor, "signin.unlink_identity", f"user:{actor.user_id}", provider=row.provider)
