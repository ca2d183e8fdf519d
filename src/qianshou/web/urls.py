"""Addresses of the desk's pages: each room brings its own."""

from importlib import import_module

from django.urls import include, path

from .rooms import with_module

urlpatterns = [path("", include(import_module(module))) for module in with_module("urls")]
