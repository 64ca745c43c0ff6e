/** Holds a page's main buttons at the lower edge, above the phone's own strip, and keeps room for itself in the page. */
Component({});
