"""The frise: a path drawn on one axis of time, looked over by mouse and by keyboard."""

from desktop.views.frise.signes import signe
from desktop.views.frise.vue import VueFrise

__all__ = ["VueFrise", "signe"]
