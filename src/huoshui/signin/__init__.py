"""登录: proving who one is: passwords, second factors, sessions, tokens, single sign-on."""
