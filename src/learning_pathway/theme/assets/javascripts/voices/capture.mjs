/** Microphone and camera while they record: the parts of the recording, how loud it is, and a screen that stays on. */
import { loudness, typeToRecord } from "./recording.mjs";

/** @typedef {import("./recording.mjs").Kind} Kind */

const RATES = { audioBitsPerSecond: 48_000, videoBitsPerSecond: 600_000 };
/** Milliseconds of a part. */
const PART = 1_000;
/** Samples that are listened to in one look: two thirds of a second, so that nothing between two looks is missed. */
const HEARD = 32_768;

/**
 * @param {Kind} kind
 * @returns {Promise<MediaStream>} of the microphone, and for film of the camera too
 * @throws {DOMException} if there is none, or the browser may not use it
 */
export function openStream(kind) {
  const video = kind === "video" && { width: { ideal: 640 }, height: { ideal: 360 }, facingMode: "user" };
  return navigator.mediaDevices.getUserMedia({ audio: true, video });
}

/** @param {MediaStream | undefined} stream whose devices are let go */
export function closeStream(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

export class Capture {
  #isReleased = false;
  /** @type {WakeLockSentinel | undefined} */
  #lock;

  /**
   * Record from now on.
   * @param {MediaStream} stream
   * @param {Kind} kind
   * @param {{ part: (part: Blob) => void, end: () => void, lost: () => void }} handlers `lost` is called when a device
   *   goes away
   */
  constructor(stream, kind, { part, end, lost }) {
    this.stream = stream;
    this.sound = new AudioContext();
    void this.sound.resume().catch(() => {}); // it may begin suspended where the question for the microphone took long
    this.analyser = this.sound.createAnalyser();
    this.analyser.fftSize = HEARD;
    this.sound.createMediaStreamSource(stream).connect(this.analyser);
    const type = typeToRecord(kind, (each) => MediaRecorder.isTypeSupported(each));
    this.recorder = new MediaRecorder(stream, { ...RATES, ...(type && { mimeType: type }) });
    const unlessReleased = (/** @type {() => void} */ act) => this.#isReleased || act();
    this.recorder.addEventListener("dataavailable", ({ data }) => unlessReleased(() => part(data)));
    this.recorder.addEventListener("stop", () => unlessReleased(end));
    this.recorder.addEventListener("error", () => unlessReleased(lost));
    for (const track of stream.getTracks()) track.addEventListener("ended", () => unlessReleased(lost));
    this.recorder.start(PART);
    void this.#keepScreenOn();
  }

  async #keepScreenOn() {
    if (navigator.wakeLock) {
      this.#lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    }
    if (this.#isReleased) void this.#lock?.release().catch(() => {});
  }

  /** @returns {number | undefined} how loud the last moment was, from 0 to 1; undefined where nothing is measured */
  get loudness() {
    if (this.sound.state !== "running") return undefined;
    const samples = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(samples);
    return loudness(samples);
  }

  /** Let go of microphone, camera and screen; nothing is reported any more. */
  release() {
    this.#isReleased = true;
    closeStream(this.stream);
    void this.sound.close().catch(() => {});
    void this.#lock?.release().catch(() => {});
  }
}
