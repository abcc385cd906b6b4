"""One input context of Fcitx on the session's D-Bus: a socket of this computer, never a network."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageFlag, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

from app import PRODUCT


class Context:
    """Made anew for this program. Raises OSError, KeyError or ValueError: there is no bus, or no Fcitx."""

    def __init__(self, service: str, methods: str, context: str, patience: float) -> None:
        self._bus, self._patience = open_dbus_connection("SESSION"), patience
        makes = DBusAddress("/inputmethod", bus_name=service, interface=methods)
        made = self._asked(new_method_call(makes, "CreateICv3", "si", (PRODUCT, os.getpid())))
        self._at = DBusAddress(f"/inputcontext_{made[0]}", bus_name=service, interface=context)
        heard = MatchRule(type="signal", interface=context, path=self._at.object_path)
        self._asked(message_bus.AddMatch(heard))
        self._heard: deque[Any] = self._bus.filter(heard, bufsize=100).__enter__()
        self.tell("SetCapacity", "u", 0)  # it shows by itself what is being typed

    @property
    def handle(self) -> int:
        """Of the socket, to be told when something came."""
        return int(self._bus.sock.fileno())

    def ask(self, name: str, signature: str, *words: Any) -> tuple[Any, ...]:
        return self._asked(new_method_call(self._at, name, signature, words))

    def tell(self, name: str, signature: str = "", *words: Any) -> None:
        message = new_method_call(self._at, name, signature or None, words)
        message.header.flags |= MessageFlag.no_reply_expected
        with suppress(OSError):  # who asks next is told
            self._bus.send(message)

    def heard(self, then: Callable[[str, tuple[Any, ...]], None]) -> None:
        """Signals that came since, in their order; those that came with an answer too."""
        try:
            while True:
                self._bus.recv_messages(timeout=0)
        except TimeoutError:
            pass
        while self._heard:
            message = self._heard.popleft()
            if message.header.message_type is MessageType.signal:
                then(message.header.fields[HeaderFields.member], message.body)

    def _asked(self, message: Any) -> tuple[Any, ...]:
        try:
            return tuple(unwrap_msg(self._bus.send_and_get_reply(message, timeout=self._patience)))
        except DBusErrorResponse as error:
            raise OSError(str(error)) from error
