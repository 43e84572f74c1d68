// S3 Control puts the account id into the host name: 111122223333.localhost. RFC 6761 says such names are the loopback address, Node asks a resolver.
const dns = require('node:dns');

const ask = dns.lookup;
dns.lookup = function lookup(hostname, options, callback) {
  if (hostname !== 'localhost' && !hostname.endsWith('.localhost')) return ask(hostname, options, callback);
  const answer = typeof options === 'function' ? options : callback;
  if (typeof options === 'object' && options !== null && options.all) answer(null, [{ address: '127.0.0.1', family: 4 }]);
  else answer(null, '127.0.0.1', 4);
};
