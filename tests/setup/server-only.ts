// `server-only` throws wherever it is imported outside a server component; in the tests it is this empty file.
export {};
