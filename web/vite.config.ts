import { defineConfig } from "vite";

// The built console is committed and lies in the package, so that a machine without Node serves it.
export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/serai/serve/console",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    sourcemap: false,
    rollupOptions: {
      output: {
        entryFileNames: "console.js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { proxy: { "/api": "http://127.0.0.1:8321", "/ready": "http://127.0.0.1:8321" } },
});
