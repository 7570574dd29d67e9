// Signing keys that never leave this browser: made by WebCrypto (Ed25519), kept in IndexedDB as keys that no script can
// read out, used to sign the statements that the server shows. The server gets public keys and signatures only.
//
//   [data-make-key]        on the page of keys: make a key, register it, save a sealed copy; or bring one back
//   form[data-sign=VKEY]   on the page of a version: fill `signature` from `statement` when the key is in this browser
//
// Without this script, or in a browser without Ed25519, both pages work by hand with `trueup key`.

const STORE = "keys";
const ITERATIONS = 600_000; // PBKDF2-HMAC-SHA-256, as OWASP's Password Storage Cheat Sheet advises
const FORMAT = "trueup-browser-key-1";

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function toBase64(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("trueup-keys", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "vkey" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction(STORE, mode);
      const asked = act(change.objectStore(STORE));
      change.oncomplete = () => resolve(asked.result);
      change.onerror = change.onabort = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

const keep = (vkey, privateKey) => inStore("readwrite", (store) => store.put({ vkey, privateKey }));
const forget = (vkey) => inStore("readwrite", (store) => store.delete(vkey));

// The key kept under a public key, or undefined.
export const kept = (vkey) => inStore("readonly", (store) => store.get(vkey));

// Whether this browser makes Ed25519 keys; http is refused by browsers but for the machine itself.
export async function able() {
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}

// The line by which a public key travels (C2SP): name+id+base64(type, key).
export async function verifierKey(name, raw) {
  const typed = new Uint8Array([1, ...raw]);
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array([...utf8(`${name}\n`), ...typed]));
  return `${name}+${hex(new Uint8Array(digest).slice(0, 4))}+${toBase64(typed)}`;
}

// The signature of a text by the key kept under `vkey`, in base 64; null when it is not in this browser.
export async function signatureOf(vkey, text) {
  const found = await kept(vkey);
  return found ? toBase64(await crypto.subtle.sign("Ed25519", found.privateKey, utf8(text))) : null;
}

async function passwordKey(passphrase, salt) {
  const bare = await crypto.subtle.importKey("raw", utf8(passphrase), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS };
  return crypto.subtle.deriveKey(how, bare, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function sealed(vkey, pkcs8, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: utf8(vkey) };
  const data = await crypto.subtle.encrypt(how, await passwordKey(passphrase, salt), pkcs8);
  const said = { format: FORMAT, vkey, iterations: ITERATIONS, salt: toBase64(salt), iv: toBase64(iv) };
  return JSON.stringify({ ...said, sealed: toBase64(data) });
}

// Bring a key back from its sealed copy; returns its public key. Throws when passphrase or file are wrong.
export async function restore(text, passphrase) {
  const copy = JSON.parse(text);
  if (copy.format !== FORMAT || copy.iterations !== ITERATIONS) throw new Error("format");
  const how = { name: "AES-GCM", iv: fromBase64(copy.iv), additionalData: utf8(copy.vkey) };
  const key = await passwordKey(passphrase, fromBase64(copy.salt));
  const pkcs8 = await crypto.subtle.decrypt(how, key, fromBase64(copy.sealed));
  await keep(copy.vkey, await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]));
  return copy.vkey;
}

// Make a key, show the server that we hold it, keep it; returns its public key and the sealed copy.
export async function make(challengeUrl, registerUrl, token, passphrase) {
  const asked = await fetch(challengeUrl, { headers: { Accept: "application/json" } });
  if (!asked.ok) throw new Error(String(asked.status));
  const { name, challenge } = await asked.json();
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const vkey = await verifierKey(name, new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  const copy = passphrase ? await sealed(vkey, pkcs8, passphrase) : null;
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  new Uint8Array(pkcs8).fill(0);
  await keep(vkey, privateKey); // before the server knows it: a key that is registered is never lost
  const proof = toBase64(await crypto.subtle.sign("Ed25519", privateKey, utf8(challenge)));
  const answer = await fetch(registerUrl, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams({ vkey, challenge, proof }),
  });
  if (answer.status !== 201) {
    await forget(vkey);
    throw new Error(String(answer.status));
  }
  return { vkey, copy };
}

function offer(copy, vkey) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([copy], { type: "application/json" }));
  link.download = `${vkey.split("+")[0].replaceAll(/[^\w.-]/g, "-")}.trueup-key.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function making(place) {
  const said = place.querySelector("[data-said]");
  const say = (word) => (said.textContent = place.dataset[word] ?? word);
  const [fresh, back] = ["form[data-make]", "form[data-restore]"].map((each) => place.querySelector(each));
  fresh.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [button, field] = [fresh.querySelector("button"), fresh.querySelector("input[type=password]")];
    button.disabled = true;
    say("working");
    try {
      const token = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
      const { vkey, copy } = await make(place.dataset.challenge, place.dataset.register, token, field.value);
      if (copy) offer(copy, vkey);
      say("done");
    } catch {
      say("failed");
    }
    field.value = "";
    button.disabled = false;
  });
  back.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file, field] = [back.querySelector("input[type=file]"), back.querySelector("input[type=password]")];
    try {
      await restore(await file.files[0].text(), field.value);
      say("back");
    } catch {
      say("wrong");
    }
    field.value = "";
  });
}

async function signing(form) {
  if (!(await kept(form.dataset.sign))) return;
  const [statement, signature] = ["statement", "signature"].map((name) => form.elements[name]);
  signature.required = false;
  form.dataset.keyHere = "true";
  for (const details of form.querySelectorAll("details")) details.open = true;
  form.addEventListener("submit", async (event) => {
    if (signature.value) return;
    event.preventDefault();
    signature.value = await signatureOf(form.dataset.sign, statement.value.replaceAll("\r\n", "\n"));
    form.requestSubmit();
  });
}

const place = document.querySelector("[data-make-key]");
const forms = document.querySelectorAll("form[data-sign]");
if (place || forms.length) {
  const can = await able();
  if (place) {
    place.querySelector("[data-able]").hidden = !can;
    place.querySelector("[data-unable]").hidden = can;
    if (can) making(place);
  }
  if (can) for (const form of forms) await signing(form);
}
