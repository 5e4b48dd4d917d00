/**
 * Plain JavaScript: Next would compile a TypeScript file anew at every start of the built server.
 *
 * @type {import('next').NextConfig}
 */
const config = {
  // A second server in the same clone (a test's, say) needs a folder of its own.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // Where the development server listens; Next itself takes only `localhost` for this machine.
  allowedDevOrigins: ['127.0.0.1'],
  images: { unoptimized: true },
  agentRules: false,
  // mysql2 picks its own files at run time; bundling it would break that. prom-client has the process look at itself.
  serverExternalPackages: ['mysql2', 'prom-client'],
  // The checks run as steps of their own (`npm run typecheck`), not a second time in the build.
  typescript: { ignoreBuildErrors: true },
};

export default config;
