"""The guards of conftest.py and pyproject.toml hold."""

from __future__ import annotations

import socket

import hypothesis
import matplotlib.pyplot as plt
import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_a_socket_to_another_machine_is_refused():
    # An address reserved for documentation: nobody is there, were the guard to fail.
    with socket.socket() as outward, pytest.raises(SocketConnectBlockedError):
        outward.connect(("192.0.2.1", 80))


def test_a_socket_on_this_machine_is_allowed():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_a_figure_left_open_by_one_test():
    plt.figure()
    assert plt.get_fignums()


def test_is_closed_before_the_next():
    assert plt.get_fignums() == []


def test_generated_examples_are_the_same_in_every_run():
    assert hypothesis.settings.default.derandomize
    assert hypothesis.settings.default.deadline is None
