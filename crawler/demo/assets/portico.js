document.addEventListener("click", function (event) {
  if (event.target.closest("#cookies button")) document.getElementById("cookies").remove();
});
