// A filter stands open where there is room for it.
export function start(details) {
  if (window.matchMedia("(min-width: 992px)").matches) details.open = true;
}
