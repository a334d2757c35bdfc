"""The ways out to the customer and in from them: providers of SMS and WeChat over HTTP, mailboxes over IMAP.

Values in, answers out: no models, no pages, no Celery.
"""
