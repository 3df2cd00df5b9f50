from django.urls import path

from huoshui.security import break_glass_pages, pages

urlpatterns = [
    path("policy/", pages.policy, name="security-policy"),
    path("policy/who/", pages.who, name="security-who"),
    path("policy/people/<int:user_id>/", pages.person, name="security-person"),
    path("people/<int:user_id>/end-sessions/", pages.end_sessions, name="security-end-sessions"),
    path("node/", pages.node, name="security-node"),
    path("node/retry/", pages.retry_events, name="security-retry-events"),
    path("limits/", pages.limits, name="security-limits"),
    path("break-glass/", break_glass_pages.break_glass_list, name="break-glass-list"),
    path("break-glass/ask/", break_glass_pages.ask, name="break-glass-ask"),
    path("break-glass/<int:break_glass_id>/", break_glass_pages.break_glass, name="break-glass"),
    path("break-glass/<int:break_glass_id>/decide/", break_glass_pages.decide, name="break-glass-decide"),
    path("break-glass/<int:break_glass_id>/withdraw/", break_glass_pages.withdraw, name="break-glass-withdraw"),
    path("break-glass/<int:break_glass_id>/end/", break_glass_pages.end, name="break-glass-end"),
]
