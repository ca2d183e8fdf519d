// The camera as a reader of squares: the browser's own reader where it has one, else the library that came with the page.

import { decodeQR } from "../vendor/qr/decode.js";

const EVERY_MS = 150;
const WIDEST = 720; // pixels: a square at arm's length is read, and a cheap phone is not kept busy

/**
 * Read squares until `stop` is called. `onText` is told of each square seen, `onFault` once of "camera.none" | "camera.denied" | "camera.insecure".
 * Returns `stop`, which lets go of the camera.
 */
export function readSquares(video, onText, onFault) {
  let over = false;
  let stream = null;
  const stop = () => {
    over = true;
    if (stream) stream.getTracks().forEach((track) => track.stop());
  };
  begin().catch((problem) => { if (!over) onFault(faultOf(problem)); });
  return stop;

  async function begin() {
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) throw new Error("insecure");
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
    if (over) { stop(); return; } // closed while the phone was asking whether we may
    video.srcObject = stream;
    await video.play();
    const read = await reader();
    while (!over) {
      const text = video.videoWidth ? await read(video) : null;
      if (text && !over) onText(text);
      await new Promise((go) => setTimeout(go, EVERY_MS));
    }
  }
}

function faultOf(problem) {
  if (problem.message === "insecure") return "camera.insecure";
  return problem.name === "NotAllowedError" || problem.name === "SecurityError" ? "camera.denied" : "camera.none";
}

/** Phones without Google's services have the browser's reader by name only: it is asked first whether it knows these squares. */
async function reader() {
  const known = window.BarcodeDetector ? await window.BarcodeDetector.getSupportedFormats().catch(() => []) : [];
  if (!known.includes("qr_code")) return ownReader();
  const theirs = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => {
    const [first] = await theirs.detect(video).catch(() => []);
    return first ? first.rawValue : null;
  };
}

function ownReader() {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
    } catch (problem) {
      return null; // no square in this picture
    }
  };
}
