/** Builds the four faces (desk, citizen, screen, open) into dist/web; nothing in the result asks a foreign host for anything. */
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const faces = ['desk', 'citizen', 'screen', 'open'] as const;

export default defineConfig({
  root: 'apps',
  base: '/',
  appType: 'mpa',
  publicDir: false,
  plugins: [react(), faceFallback()],
  server: {
    port: 5173,
    fs: { allow: ['..'] },
    proxy: { '/api': 'http://127.0.0.1:8080', '/healthz': 'http://127.0.0.1:8080' },
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsDir: 'assets',
    // A data: URL would need its own line in the content security policy.
    assetsInlineLimit: 0,
    // maplibre and echarts are single lazy files; the promise is about the first load, which test/ measures.
    chunkSizeWarningLimit: 1300,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(
        faces.map((face) => [face, fileURLToPath(new URL(`apps/${face}/index.html`, import.meta.url))]),
      ),
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        codeSplitting: { groups: chunkGroups() },
      },
    },
  },
});

/** What every face shares stands alone, so that moving between faces downloads nothing twice. */
function chunkGroups() {
  return [
    {
      name: 'react',
      test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/,
      priority: 30,
    },
    { name: 'schema', test: /node_modules[\\/]zod[\\/]/, priority: 20 },
    { name: 'chart', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 20 },
    { name: 'map', test: /node_modules[\\/]maplibre-gl[\\/]/, priority: 20 },
    { name: 'pinyin', test: /node_modules[\\/]pinyin-pro[\\/]/, priority: 20 },
    // By the set of faces and pages that need them: the first load takes only what the shell itself uses.
    {
      name: 'kit',
      test: /node_modules[\\/](antd|@rc-component|@ant-design|dayjs)[\\/]/,
      priority: 10,
      entriesAware: true,
      entriesAwareMergeThreshold: 24 * 1024,
    },
  ];
}

/** In development, a deep link like /desk/urban-management/cases answers with that face's page. */
function faceFallback(): Plugin {
  return {
    name: 'face-fallback',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = request.url?.split('?')[0] ?? '/';
        const face = faces.find((name) => path === `/${name}` || path.startsWith(`/${name}/`));
        if (path === '/') request.url = '/open/index.html';
        else if (face && !path.split('/').at(-1)?.includes('.')) request.url = `/${face}/index.html`;
        next();
      });
    },
  };
}
