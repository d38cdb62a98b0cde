// A passkey that was cancelled or not found is not a fault of the page: say so in words, not in the console.
document.addEventListener("allauth.error", function (event) {
  const trouble = document.getElementById("passkey-trouble");
  if (trouble) {
    event.preventDefault();
    trouble.hidden = false;
  }
});
