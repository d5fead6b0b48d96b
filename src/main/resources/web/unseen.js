// Tells when nobody can see a page's picture: bandwidth that could be spared.

const AFTER_MILLIS = 2000; // who looks away for a moment, or leaves, is not meant

/**
 * @param {HTMLVideoElement} video may be seen in a window of its own
 * @param {(seen: boolean) => void} onChange called when it changes
 */
export function observeSight(video, onChange) {
  let seen = true;
  let timer = 0;
  const tell = (now) => {
    if (now !== seen) {
      seen = now;
      onChange(seen);
    }
  };
  const look = () => {
    clearTimeout(timer);
    if (!document.hidden || document.pictureInPictureElement === video) {
      tell(true);
    } else {
      timer = setTimeout(tell, AFTER_MILLIS, false);
    }
  };
  document.addEventListener("visibilitychange", look);
  video.addEventListener("enterpictureinpicture", look);
  video.addEventListener("leavepictureinpicture", look);
  look();
}
