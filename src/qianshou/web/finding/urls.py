"""Addresses of finding people."""

from django.urls import path

from . import views, words

urlpatterns = [
    path("find/", views.page, name="finding"),
    path("find/keep/", views.keep, name="finding-keep"),
    path("find/<int:search_id>/drop/", views.drop, name="finding-drop"),
    path("find/words/", words.page, name="finding-words"),
    path("find/words/explain/", words.explain, name="finding-explain"),
    path("find/words/<int:word_id>/undo/", words.undo, name="finding-word-undo"),
]
