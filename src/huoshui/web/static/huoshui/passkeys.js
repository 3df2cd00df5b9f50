// Passkeys: a form with data-passkey asks the server for a question, the browser for the answer, and sends it as usual.
// Without scripts these forms stay hidden, and the password does.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function question(form) {
  const body = new URLSearchParams({ for: form.dataset.passkeyFor || "use" });
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.passkey, { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const ids = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function ask(form) {
  const options = await question(form);
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (form.dataset.passkeyFor !== "add") {
    return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: ids(options.allowCredentials) } });
  }
  const user = { ...options.user, id: bytes(options.user.id) };
  const excludeCredentials = ids(options.excludeCredentials);
  return navigator.credentials.create({ publicKey: { ...publicKey, user, excludeCredentials } });
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults: {} });
}

async function send(event) {
  const form = event.currentTarget;
  event.preventDefault();
  const fault = form.querySelector("[data-passkey-fault]");
  fault.hidden = true;
  try {
    form.elements.credential.value = written(await ask(form));
    form.submit();
  } catch (error) {
    const known = { NotAllowedError: "没有完成：已取消或超时，请再试一次。", InvalidStateError: "这台设备上已经登记过。" };
    fault.textContent = known[error.name] || "现在不能使用通行密钥，请改用其他方式。";
    fault.hidden = false;
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const one of document.querySelectorAll("[data-passkey-missing]")) one.hidden = true;
  for (const one of document.querySelectorAll("[data-passkey-only]")) one.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", send);
  }
}
