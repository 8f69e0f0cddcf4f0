"""A real window to measure: a screen without a graphics card, the program with its own account of its frames (its log at
level trace), keys and clicks. Shared by the scripts that measure; needs Xvfb and xdotool.
"""

import os
import re
import signal
import socket
import subprocess
import threading
import time

BINARY = os.environ.get("CALL_INBOX", "target/release/call-inbox")
DISPLAY = os.environ.get("MEASURE_DISPLAY", ":91")
SCALE = int(os.environ.get("SCALE", "1"))
FRAME = re.compile(r"frame, .* the last one took Some\(([0-9.e-]+)\) s")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Screen:
    def __enter__(self):
        self.process = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", f"{1280 * SCALE}x{800 * SCALE}x24", "-nolisten", "tcp"],
                                        stderr=subprocess.DEVNULL)
        time.sleep(1)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Window:
    """The window on a folder, with its log."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        env = dict(os.environ, DISPLAY=DISPLAY, CALL_INBOX_LOG="call_inbox::app::shell=trace", LIBGL_ALWAYS_SOFTWARE="1",
                   WINIT_X11_SCALE_FACTOR=str(SCALE))
        env.pop("WAYLAND_DISPLAY", None)
        self.env = env
        self.lines, self.changed = [], threading.Condition()
        self.process = subprocess.Popen([BINARY, "--data-dir", folder, "--listen", f"127.0.0.1:{self.port}"], env=env,
                                        stderr=subprocess.PIPE, text=True)
        threading.Thread(target=self.read, daemon=True).start()
        self.wait("first rows", 120)
        time.sleep(0.5)
        # No window manager gives it the keyboard.
        found = subprocess.run(["xdotool", "search", "--name", "Call Inbox"], env=env, capture_output=True, text=True).stdout
        subprocess.run(["xdotool", "windowfocus", "--sync", found.split()[0]], env=env, check=True)

    def read(self):
        for line in self.process.stderr:
            with self.changed:
                self.lines.append((time.monotonic(), line.rstrip()))
                self.changed.notify_all()

    def mark(self):
        with self.changed:
            return len(self.lines)

    def wait(self, text, secs, since=0):
        """When a line with that text came."""
        until = time.monotonic() + secs
        with self.changed:
            while True:
                for at, line in self.lines[since:]:
                    if text in line:
                        return at
                if not self.changed.wait(max(0.0, until - time.monotonic())) and time.monotonic() >= until:
                    raise SystemExit(f"“{text}” did not come within {secs} s")

    def frames_ms(self, since):
        with self.changed:
            found = [FRAME.search(line) for _, line in self.lines[since:]]
        return sorted(float(one.group(1)) * 1000 for one in found if one)

    def key(self, *keys):
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], env=self.env, check=True)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "40", "--", text], env=self.env, check=True)

    def click(self, x, y):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], env=self.env, check=True)

    def wheel(self, notches):
        subprocess.run(["xdotool", "mousemove", "700", "300", "click", "--repeat", str(notches), "--delay", "15", "5"],
                       env=self.env, check=True)

    def shot(self, name):
        folder = os.environ.get("SHOTS")
        if folder:
            subprocess.run(["import", "-window", "root", os.path.join(folder, name)], env=self.env, check=True)

    def memory_mb(self):
        text = open(f"/proc/{self.process.pid}/smaps_rollup").read()
        return int(re.search(r"Pss:\s+(\d+)", text).group(1)) / 1024

    def cpu_secs(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def told(frames):
    if not frames:
        return "no frames"
    at = lambda share: frames[min(len(frames) - 1, int(len(frames) * share))]
    return f"{len(frames)} frames, median {at(0.5):.1f} ms, p95 {at(0.95):.1f}, longest {frames[-1]:.1f}"
