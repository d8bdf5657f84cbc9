/* What the profile runtime for Windows puts around the names of functions. */
__attribute__((section(".lprfn$A"), used)) static const char start = 0;
__attribute__((section(".lprfn$Z"), used)) static const char end = 0;
