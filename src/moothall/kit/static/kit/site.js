// Nothing here is needed to use a page: it makes components of the NHS.UK frontend a little nicer.
import { initAll } from "../nhsuk/nhsuk.min.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
