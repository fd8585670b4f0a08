"""The corridor as a service: what each partner may see and do, over HTTP."""
