import base from './jest.config.mjs';
export default { ...base, projects: base.projects.map((p) => ({ ...p, rootDir: process.cwd(), testEnvironment: '/tmp/handle-env.cjs' })) };
