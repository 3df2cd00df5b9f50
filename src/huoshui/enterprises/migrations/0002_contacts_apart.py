from typing import Any

from django.db import migrations
from django.utils import timezone


def move_contacts(apps: Any, schema_editor: Any) -> None:
    """To the room of personal information, enciphered. The owner of the tables stands before the wall as well."""
    database = schema_editor.connection
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('huoshui.seat_lo', '0', true), set_config('huoshui.seat_hi', %s, true),"
            " set_config('huoshui.line_lo', '0', true), set_config('huoshui.line_hi', %s, true)",
            [str(2**62), str(2**62)],
        )
    former = apps.get_model("enterprises", "EnterpriseContact").objects.using(database.alias)
    contact = apps.get_model("privacy", "Contact")
    known = set(apps.get_model("orgs", "Organisation").objects.using(database.alias).filter(demonstration=True).values_list("id", flat=True))
    contact.objects.using(database.alias).bulk_create(
        (
            contact(
                org_id=row.org_id,
                seat=row.seat,
                line_seat=row.line_seat,
                name=row.contact_name,
                duty="企业联系人",
                phone=row.contact_phone,
                changed_at=timezone.now(),
                demonstration=row.org_id in known,
            )
            for row in former.iterator()
            if row.contact_name or row.contact_phone
        ),
        batch_size=1_000,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("enterprises", "0001_initial"),
        ("orgs", "0001_initial"),
        ("privacy", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(move_contacts, migrations.RunPython.noop),
        migrations.DeleteModel(name="EnterpriseContact"),
    ]
