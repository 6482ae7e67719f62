"""What every area stands on; core imports no area."""
