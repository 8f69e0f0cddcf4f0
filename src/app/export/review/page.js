"use strict";
(() => {
  const audio = document.querySelector("audio");
  const timed = [...document.querySelectorAll(".turn[data-t]")];
  if (!audio) return;

  // What is said from when to when, by time, whatever the order on the page.
  const span = (element) => element.dataset.t.split(" ").map((ms) => Number(ms) / 1000);
  const begin = (list) => list.sort((a, b) => a.start - b.start);
  const entry = (element) => {
    const [start, end] = span(element);
    return { element, start, end: end > start ? end : Infinity };
  };
  const turns = begin(timed.map(entry));
  const words = new Map();
  const wordsOf = (turn) => {
    if (!words.has(turn)) words.set(turn, begin([...turn.element.querySelectorAll("b[data-t]")].map(entry)));
    return words.get(turn);
  };
  // Between two it stays on the last for a moment, so that it does not flicker.
  const LINGER = 1.5;
  const WORD_LINGER = 0.25;
  const current = (list, at, linger) => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].start <= at) low = middle + 1;
      else high = middle;
    }
    const found = list[low - 1];
    return found && at < found.end + linger ? found : null;
  };

  const play = document.getElementById("play");
  const seek = document.getElementById("seek");
  const clock = document.getElementById("clock");
  const speed = document.getElementById("speed");
  const follow = document.getElementById("follow");
  const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
  let spoken = null;
  let word = null;
  let following = true;

  const label = (secs) => {
    const whole = Math.max(0, Math.floor(secs));
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : 0);
  const mark = (before, after) => {
    before?.element.classList.remove("on");
    after?.element.classList.add("on");
  };
  const show = (turn) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    turn.element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };
  const step = () => {
    // Before anything was heard nothing is being said.
    const at = audio.currentTime;
    const begun = at > 0 || !audio.paused;
    const now = begun ? current(turns, at, LINGER) : null;
    if (now !== spoken) {
      mark(spoken, now);
      spoken?.element.removeAttribute("aria-current");
      now?.element.setAttribute("aria-current", "true");
      spoken = now;
      if (now && following) show(now);
    }
    const heard = now ? current(wordsOf(now), at, WORD_LINGER) : null;
    if (heard !== word) {
      mark(word, heard);
      word = heard;
    }
    seek.max = String(length());
    if (!seek.matches(":active")) seek.value = String(at);
    seek.setAttribute("aria-valuetext", label(at));
    clock.textContent = length() ? `${label(at)} / ${label(length())}` : label(at);
  };
  const frame = () => {
    step();
    if (!audio.paused) requestAnimationFrame(frame);
  };
  const begins = (playing) => {
    play.classList.toggle("playing", playing);
    play.setAttribute("aria-label", playing ? "Pause" : "Play");
    if (playing) frame();
    else step();
  };
  const start = () => audio.play().catch(() => {});
  const toggle = () => (audio.paused ? start() : audio.pause());
  const jump = (secs) => {
    audio.currentTime = Math.min(Math.max(secs, 0), length() || secs);
    step();
  };
  const setFollowing = (yes) => {
    following = yes;
    follow.hidden = yes || !turns.length;
    if (yes && spoken) show(spoken);
  };
  const hear = (element) => {
    setFollowing(true);
    jump(span(element)[0]);
    start();
  };
  const faster = (by) => {
    const at = SPEEDS.indexOf(audio.playbackRate);
    const next = SPEEDS[by ? Math.min(Math.max(at + by, 0), SPEEDS.length - 1) : (at + 1) % SPEEDS.length];
    audio.playbackRate = next;
    speed.textContent = `${next}×`;
  };
  const next = (by) => {
    const at = spoken ? turns.indexOf(spoken) : by > 0 ? -1 : 0;
    const turn = turns[Math.min(Math.max(at + by, 0), turns.length - 1)];
    if (turn) {
      setFollowing(true);
      jump(turn.start);
    }
  };

  audio.removeAttribute("controls");
  document.querySelectorAll(".player [hidden]").forEach((control) => (control.hidden = control.id === "trouble"));
  audio.addEventListener("play", () => begins(true));
  audio.addEventListener("pause", () => begins(false));
  audio.addEventListener("ended", () => begins(false));
  for (const event of ["timeupdate", "seeked", "durationchange"]) audio.addEventListener(event, step);
  audio.addEventListener("error", () => {
    document.querySelectorAll(".player > *").forEach((control) => (control.hidden = control.id !== "trouble"));
  });
  // It may have failed before anyone listened.
  if (audio.error) audio.dispatchEvent(new Event("error"));
  play.addEventListener("click", toggle);
  speed.addEventListener("click", () => faster(0));
  seek.addEventListener("input", () => jump(Number(seek.value)));
  follow.addEventListener("click", () => setFollowing(true));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.said");
    if (link) {
      const there = document.getElementById(link.getAttribute("href").slice(1));
      if (there?.dataset.t) {
        event.preventDefault();
        hear(there);
      }
      return;
    }
    const moment = event.target.closest("button[data-at]");
    if (moment) {
      setFollowing(true);
      jump(Number(moment.dataset.at) / 1000);
      start();
      return;
    }
    const turn = event.target.closest(".turn[data-t]");
    // Who marks words wants to copy them.
    if (turn && getSelection().isCollapsed) hear(turn);
  });
  for (const moved of ["wheel", "touchmove"]) {
    addEventListener(moved, () => spoken && setFollowing(false), { passive: true });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? 1 : 5;
    const keys = {
      " ": toggle,
      ArrowLeft: () => jump(audio.currentTime - by),
      ArrowRight: () => jump(audio.currentTime + by),
      ArrowUp: () => next(-1),
      ArrowDown: () => next(1),
      "[": () => faster(-1),
      "]": () => faster(1),
    };
    const act = keys[event.key];
    // A button that has the focus is pressed by the space bar itself.
    if (!act || (event.key === " " && event.target.closest("button, a"))) return;
    event.preventDefault();
    act();
  });
  step();
})();
