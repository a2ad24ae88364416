"""A live preview in the browser: pictures and findings of streams that follow their files on save.

It is for one reader on this machine: it binds to loopback, and answers nobody who does not know its token.
"""
