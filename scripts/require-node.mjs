/** Refuses a Node.js that the build cannot run on, with a sentence instead of a stack: the bundler asks for 20.19. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`需要 Node.js 20.19 或更新版本，现为 ${process.versions.node}`);
  process.exit(1);
}
