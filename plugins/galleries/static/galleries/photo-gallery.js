/**
 * `<photo-gallery>`: thumbnails that lead to their photographs' pages.
 */
class PhotoGallery extends HTMLElement {}

customElements.define("photo-gallery", PhotoGallery);
