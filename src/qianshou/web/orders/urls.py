"""Addresses of orders."""

from django.urls import path

from . import acts, day, doors, money, person, phone, points

urlpatterns = [
    path("orders/", day.today, name="orders-today"),
    path("orders/phone/", phone.page, name="orders-phone"),
    path("orders/phone/found/", phone.found, name="orders-found"),
    path("orders/undo/<uuid:batch>/", acts.undo, name="orders-undo"),
    path("orders/person/<int:person_id>/", person.page, name="orders-person"),
    path("orders/person/<int:person_id>/pay/", money.pay, name="orders-pay"),
    path("orders/person/<int:person_id>/pause/", acts.pause, name="orders-pause"),
    path("orders/person/<int:person_id>/resume/", acts.resume, name="orders-resume"),
    path("orders/pause/<int:pause_id>/undo/", acts.undo_pause, name="orders-pause-undo"),
    path("orders/door/<int:order_id>/", doors.page, name="orders-door"),
    path("orders/door/said/<int:event_id>/undo/", doors.undo, name="orders-door-undo"),
    path("orders/points/", points.page, name="orders-points"),
    path("orders/points/<int:point_id>/close/", points.close, name="orders-point-close"),
    path("orders/register/", acts.from_register, name="orders-register"),
    path("orders/<str:day>/", day.page, name="orders-day"),
    path("orders/<str:day>/take/", acts.take, name="orders-take"),
]
