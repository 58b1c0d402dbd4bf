// This machine has two names, and each is an origin of its own: the script comes from the other.

const other = new URL("/thumbspan.js", location.href);
other.hostname = location.hostname === "localhost" ? "127.0.0.1" : "localhost";

const script = document.createElement("script");
script.type = "module";
script.src = other.href;
document.head.append(script);
document.querySelector("output")?.append(`The page is of ${location.origin}, the script and the votes of ${other.origin}.`);
