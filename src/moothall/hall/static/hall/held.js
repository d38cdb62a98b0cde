// The words desk saves a draft by itself while somebody writes. A button pressed while the first of these savings is
// under way would make the page a second time, under an address that is then taken. So the button waits for it.
(() => {
  "use strict";
  const LONGEST = 15000; // milliseconds after which the button goes through, whatever became of the saving
  let saving = false;
  let held = null;
  let gone = false;

  const go = () => {
    if (!held) return;
    clearTimeout(held.timer);
    const { form } = held;
    held = null;
    form.requestSubmit();
  };

  document.addEventListener("w-autosave:save", (event) => {
    if (gone || held) event.preventDefault();
    else saving = true;
  });
  for (const end of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(end, () => {
      saving = false;
      go();
    });
  }
  window.addEventListener("pageshow", () => {
    gone = false;
  });
  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented) gone = false; // Wagtail asks something first
  });
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("[data-edit-form]")) return;
      if (event.submitter) form.querySelector("[data-held]")?.remove(); // a press anew says what it is itself
      if (!saving) {
        gone = true;
        setTimeout(() => {
          gone = false; // still here: whatever took the form did not arrive
        }, LONGEST);
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (held) return;
      const pressed = event.submitter;
      if (pressed && pressed.name) {
        // The pressed button may be shut by now, and a shut one would not say what was pressed.
        const said = document.createElement("input");
        said.type = "hidden";
        said.name = pressed.name;
        said.value = pressed.value;
        said.dataset.held = "";
        form.append(said);
      }
      held = {
        form,
        timer: setTimeout(() => {
          saving = false;
          go();
        }, LONGEST),
      };
    },
    true,
  );
})();
