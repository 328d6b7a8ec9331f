/* パスキー: asks the browser, puts its answer into the form, sends the form. Without this script the
   form stays hidden, and a code does the same. */
(function () {
  'use strict';
  if (!window.PublicKeyCredential) return;
  var question = document.getElementById('passkey-question');
  var bytes = function (text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  };
  var text = function (buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  };
  var read = function () {
    var options = JSON.parse(question.textContent);
    var known = function (each) { return Object.assign({}, each, { id: bytes(each.id) }); };
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = options.excludeCredentials.map(known);
    if (options.allowCredentials) options.allowCredentials = options.allowCredentials.map(known);
    return { publicKey: options };
  };
  var written = function (made) {
    var response = { clientDataJSON: text(made.response.clientDataJSON) };
    ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (made.response[name]) response[name] = text(made.response[name]);
    });
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response: response,
      clientExtensionResults: {}
    });
  };
  Array.prototype.forEach.call(document.querySelectorAll('form[data-passkey]'), function (form) {
    form.hidden = false;
    form.querySelector('button').addEventListener('click', function () {
      navigator.credentials[form.dataset.passkey](read()).then(function (made) {
        form.elements.answer.value = written(made);
        form.submit();
      }).catch(function () {
        form.querySelector('[data-passkey-failed]').hidden = false;
      });
    });
  });
}());
