// A telephone's picture has five megabytes; a face in a booklet needs sixty kilobytes. Without this script the page says that it is too large.
const LONGEST = 640;

document.addEventListener("change", async (event) => {
  const field = event.target.closest?.("input[data-smaller]"), file = field?.files?.[0];
  if (!file || !window.createImageBitmap || !window.DataTransfer) return;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale); canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!small || small.size >= file.size) return;
    const sent = new DataTransfer();
    sent.items.add(new File([small], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }));
    field.files = sent.files;
  } catch { /* not a picture: the server says so */ }
});
