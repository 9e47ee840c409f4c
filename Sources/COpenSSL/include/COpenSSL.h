#pragma once
#include "Digests.h"
#include "Stores.h"
#include "TLS.h"
