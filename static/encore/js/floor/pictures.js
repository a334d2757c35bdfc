// Photos are made smaller before they wait and travel. It also leaves out where they were taken.

const LONGEST = 1920; // pixels
const WORTH_IT = 300 * 1024; // bytes: what is smaller goes as it is
const SHRINKABLE = new Set(["image/jpeg", "image/png", "image/webp"]);

export async function small(file) {
  if (!SHRINKABLE.has(file.type) || file.size < WORTH_IT) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // a picture that this browser cannot read travels as it is; the server judges it
  }
}
