// RFC 6761 says that no name under .invalid exists; a machine without a resolver says that it cannot tell.
const dns = require('node:dns');

const ask = dns.lookup;
dns.lookup = function lookup(hostname, options, callback) {
  if (!hostname.endsWith('.invalid')) return ask(hostname, options, callback);
  const answer = typeof options === 'function' ? options : callback;
  answer(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname }));
};
