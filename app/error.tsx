'use client';

// For what fails inside the document shell; `global-error.tsx` is for the shell itself.
export { FailurePage as default } from './failure-page';
