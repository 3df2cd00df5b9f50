"""检索: a text index beside PostgreSQL. Rooms declare what is found by what; nothing here knows what is indexed."""
