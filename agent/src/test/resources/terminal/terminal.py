#!/usr/bin/env python3
"""Runs a program in a pseudo-terminal by a script, and says what was on its screen.

    terminal.py COLUMNS ROWS PATIENCE -- PROGRAM ARGUMENTS...

A terminal of 0 columns and rows has the usual 80 by 24 and does not say so, as one that `kubectl exec -it` has just made.

Standard input holds the script, a step a line:

    wait REGEX         until the screen shows it
    gone REGEX         until it does not
    keys TEXT          types; escapes as in Python
    resize COLUMNS ROWS
    hang               takes the terminal away
    signal TERM        to the program
    stop PID           ends another process
    show               adds the screen to the answer
    end                waits until the program has ended

Standard output says, a fact a line: `screen` with whether it is the `alternate` one, the `cursor` is visible and lines `wrap`, followed by
its rows, each behind a `|`; then `exit` with the status, or minus the signal; `restored` with whether the mode of the terminal is as
before; `overflow` with text that did not fit its line; `bad` with a control sequence that a view has no use for; and `error` with why
the script did not go on.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import unicodedata


class Screen:
    """As much of a terminal as a view uses."""

    SEQUENCE = re.compile(r"\x1b\[([?]?)([0-9;]*)([A-Za-z])")

    def __init__(self, columns, rows):
        self.overflows, self.bad = [], []
        self.alternate, self.cursor, self.wrap = False, True, True
        self.row = self.column = 0
        self.rest = ""
        self.resize(columns, rows)

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]

    def lines(self):
        return ["".join(row).rstrip() for row in self.cells]

    def text(self):
        return "\n".join(self.lines())

    def feed(self, text):
        text = self.rest + text
        self.rest = ""
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                match = self.SEQUENCE.match(text, at)
                if match:
                    self.control(*match.groups())
                    at = match.end()
                    continue
                if len(text) - at < 16:
                    self.rest = text[at:]
                    return
                self.bad.append(repr(text[at : at + 8]))
            elif text[at] == "\n":
                self.row += 1
                if self.row >= self.rows:
                    self.cells = self.cells[1:] + [[" "] * self.columns]
                    self.row = self.rows - 1
            elif text[at] == "\r":
                self.column = 0
            elif ord(text[at]) < 0x20 or 0x7F <= ord(text[at]) < 0xA0:
                self.bad.append(repr(text[at]))
            else:
                self.put(text[at])
            at += 1

    def put(self, character):
        if unicodedata.combining(character):
            self.bad.append(repr(character))
            return
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if self.column + width > self.columns:
            self.overflows.append("row %d of %d: %r" % (self.row, self.rows, "".join(self.cells[self.row])))
            return
        self.cells[self.row][self.column] = character
        for wide in range(1, width):
            self.cells[self.row][self.column + wide] = ""
        self.column += width

    def control(self, private, parameters, kind):
        numbers = [int(number) for number in parameters.split(";") if number]
        if private:
            on = kind == "h"
            if 1049 in numbers:
                self.alternate = on
                self.resize(self.columns, self.rows)
            elif 25 in numbers:
                self.cursor = on
            elif 7 in numbers:
                self.wrap = on
            else:
                self.bad.append("?%s%s" % (parameters, kind))
        elif kind == "H":
            row, column = (numbers + [1, 1])[:2] if numbers else (1, 1)
            if row > self.rows:
                self.overflows.append("row %d of %d" % (row, self.rows))
            self.row, self.column = min(row, self.rows) - 1, column - 1
        elif kind == "K":
            self.cells[self.row][self.column :] = [" "] * (self.columns - self.column)
        elif kind == "J":
            self.resize(self.columns, self.rows)
        elif kind != "m":
            self.bad.append("%s%s" % (parameters, kind))


def size(descriptor, columns, rows):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


class Session:
    def __init__(self, columns, rows, patience, command):
        self.patience = patience
        self.screen = Screen(columns or 80, rows or 24)
        self.left = b""
        self.ended = None
        self.master, slave = pty.openpty()
        size(self.master, columns, rows)
        self.before = termios.tcgetattr(slave)
        # The program's side stays open here: its mode can be read after the program has ended.
        self.slave = slave
        self.child = os.fork()
        if self.child == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for descriptor in (0, 1, 2):
                os.dup2(slave, descriptor)
            os.closerange(3, 64)
            os.execvp(command[0], command)

    def read(self):
        if self.master is None:
            time.sleep(0.02)
            ready = False
        else:
            ready, _, _ = select.select([self.master], [], [], 0.02)
        if ready:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                data = b""
            # A character may be cut at the end of what was read.
            self.left = self.left + data
            for end in range(len(self.left), max(-1, len(self.left) - 4), -1):
                try:
                    text = self.left[:end].decode()
                except UnicodeDecodeError:
                    continue
                self.left = self.left[end:]
                self.screen.feed(text)
                break
        if self.ended is None:
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                self.ended = os.waitstatus_to_exitcode(status)
        return bool(ready)

    def until(self, holds, what):
        deadline = time.monotonic() + self.patience
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError("%s: not within %d s:\n%s" % (what, self.patience, self.screen.text()))
            if self.ended is not None and not self.read():
                if holds():
                    return
                raise TimeoutError("%s: the program ended with %d:\n%s" % (what, self.ended, self.screen.text()))
            self.read()

    def step(self, name, value):
        if name == "wait":
            self.until(lambda: re.search(value, self.screen.text(), re.M), "wait " + value)
        elif name == "gone":
            self.until(lambda: not re.search(value, self.screen.text(), re.M), "gone " + value)
        elif name == "keys":
            os.write(self.master, value.encode().decode("unicode_escape").encode())
        elif name == "resize":
            columns, rows = map(int, value.split())
            self.screen.resize(columns, rows)
            size(self.master, columns, rows)
        elif name == "hang":
            os.close(self.slave)
            os.close(self.master)
            self.master = self.slave = None
            self.until(lambda: self.ended is not None, "hang")
        elif name == "signal":
            os.kill(self.child, getattr(signal, "SIG" + value))
        elif name == "stop":
            os.kill(int(value), signal.SIGTERM)
        elif name == "show":
            screen = self.screen
            modes = {"alternate": screen.alternate, "cursor": screen.cursor, "wrap": screen.wrap}
            self.say("screen", " ".join(mode for mode, on in modes.items() if on))
            for line in screen.lines():
                print("|" + line)
        elif name == "end":
            self.until(lambda: self.ended is not None, "end")
            while self.read():
                pass
        else:
            raise ValueError("no such step: " + name)

    @staticmethod
    def say(name, value):
        print(name, str(value).replace("\n", " / "))

    def run(self, steps):
        try:
            for step in steps:
                self.step(*step.partition(" ")[::2])
        except (TimeoutError, OSError, ValueError) as stopped:
            self.say("error", stopped)
        if self.ended is None:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        self.say("exit", self.ended)
        if self.slave is not None:
            self.say("restored", termios.tcgetattr(self.slave) == self.before)
        for overflow in self.screen.overflows:
            self.say("overflow", overflow)
        for bad in self.screen.bad:
            self.say("bad", bad)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdin.reconfigure(encoding="utf-8")
    arguments = sys.argv[1:]
    session = Session(int(arguments[0]), int(arguments[1]), int(arguments[2]), arguments[4:])
    session.run(sys.stdin.read().splitlines())
