// Before anything is painted: the theme that this reader chose, if any. Stands inside every page.
try { document.documentElement.dataset.theme = localStorage.theme || "" } catch { }
