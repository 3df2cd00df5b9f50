"""个人信息: contacts and identity, who may see them, and what each person may ask about their own."""
