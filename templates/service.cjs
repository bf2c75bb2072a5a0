// A stand-in that makes `reality run --all` work at once. Replace components.service.command by your own service.
const http = require('node:http');

const server = http.createServer((request, response) => {
  const known = request.url === '/health';
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(known ? { status: 'ready' } : { error: 'not found' }));
});

server.listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
