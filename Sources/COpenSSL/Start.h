#pragma once

// Starts the library where it was not started yet: without its configuration file, which is the host's and could name modules that a static program cannot load.
void mend_openssl_start(void);
