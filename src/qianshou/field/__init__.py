"""The phone: pages, service worker, inbox."""
