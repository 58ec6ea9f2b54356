#!/usr/bin/env node
// Executable as it is checked out; what is compiled is not.
import '../dist/main.js';
